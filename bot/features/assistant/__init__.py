"""Texts that an assistant drafted: shown to the person they are for, who alone can have them sent."""
