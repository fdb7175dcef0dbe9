"""Page shells, components, form rendering and icons shared by every face."""
