"""One's own number, and the tests that go there."""
