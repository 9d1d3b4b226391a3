"""The Web API methods, one module per family; `methods.py` is the table, `endpoint.py` the HTTP side."""
