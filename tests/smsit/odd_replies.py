"""What stands around the answers of SMS-iT: notices of its PHP, and pages of what is before it."""

NOTICE = (
    b"<br />\n<b>Notice</b>:  Undefined index: sendondate [8] in <b>/var/www/html/apis/index.php</b> "
    b"on line <b>112</b><br />\n"
)
PLAIN_NOTICE = b"\nWarning: Undefined array key {0} in /var/www/html/apis/index.php on line 7\n"
PAGE = b"<!DOCTYPE html><html><head><style>body {color:red}</style></head><body>Down [503]</body></html>"
