"""The caller passport: all that is known of somebody on the phone, in one window."""
