PYTHON ?= python3

.PHONY: help
help:
	@echo "make run          chạy thử trên máy này"
