"""What lies beneath a scope as one locked file: taken out, loaded, brought back."""
