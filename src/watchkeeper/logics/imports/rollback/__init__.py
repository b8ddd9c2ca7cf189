"""Taking a committed import back."""
