# Everything is done by config/local, with nothing but Python's standard library until the rest is installed.
PYTHON ?= python3
export PYTHONUTF8 := 1

.PHONY: help run test check install demo shell bench bench-papers hammer screenshots lock
.DEFAULT_GOAL := help

help: ## liệt kê các lệnh
	@echo "make run          cài phần còn thiếu rồi chạy cả trang: http://127.0.0.1:8000 (PORT=8001 make run đổi cổng)"
	@echo "make test         mọi kiểm tra, gồm cả đường đi trong trình duyệt"
	@echo "make check        kiểm tra nhanh: định dạng, kiểu, kiến trúc, quy tắc, quyền xem"
	@echo "make demo         xóa dữ liệu của bản thử và nạp lại tỉnh mẫu"
	@echo "make shell        dòng lệnh Python trên dữ liệu của bản thử"
	@echo "make bench        đo tốc độ, kết quả ở var/bench/"
	@echo "make bench-papers bản in: so với riêng bộ máy in, bộ nhớ sau nghìn bản, gõ chữ khi đang in hàng loạt"
	@echo "make hammer       200 người cùng viết năm phút, trang và cơ sở dữ liệu bị tắt giữa chừng: không mất chữ nào"
	@echo "make screenshots  chụp lại ảnh của tài liệu hướng dẫn"
	@echo "make install      chỉ cài phần còn thiếu để chạy"
	@echo "make lock         khóa lại phiên bản các gói Python"

run test check install demo shell bench bench-papers hammer screenshots:
	@exec $(PYTHON) -m config.local $@

UV_COMPILE = .venv/bin/python -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header

lock:
	@for list in requirements-uv requirements requirements-dev requirements-node; do \
		$(UV_COMPILE) $$list.in -o $$list.txt || exit 1; \
	done
