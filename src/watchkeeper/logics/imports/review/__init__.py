"""What a person decides on a preview."""
