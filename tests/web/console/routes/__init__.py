"""Each address of the console with what everyone gets; one file per area, as the addresses have."""
