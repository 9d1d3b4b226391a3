"""The one way from a draft to a send that is on its way: confirmed, approved, held, fired, decided."""
