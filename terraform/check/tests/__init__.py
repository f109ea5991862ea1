"""Plants mistakes, and sees that the checks find them."""
