"""Parts of forms in which texts are written, the same in every feature: words, sender and time."""
