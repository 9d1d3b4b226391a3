"""What a person may do, told to that person."""
