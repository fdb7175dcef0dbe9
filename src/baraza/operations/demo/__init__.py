"""What a demonstration needs besides the product: the other side of its channels, and people who use them."""
