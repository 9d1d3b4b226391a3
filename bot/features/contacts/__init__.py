"""Who can be texted: the contacts and groups SMS-iT keeps."""
