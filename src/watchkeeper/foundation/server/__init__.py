"""The HTTP server: uvicorn with bounds and stricter rules, graceful shutdown, tuning of the garbage collector."""
