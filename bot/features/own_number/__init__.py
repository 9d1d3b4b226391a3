"""The number somebody at the desk gave for themselves, and the tests of texts to many that go there."""
