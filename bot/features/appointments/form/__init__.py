"""The forms as they are filled in, and what they ask for when submitted. Pure."""
