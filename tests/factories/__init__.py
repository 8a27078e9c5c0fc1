"""Test data, made by calling the application's own actions."""
