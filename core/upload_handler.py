"""Files on their way in: no request fills the disk, however much it sends."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Counts a file to its end, but writes no more of it than may be taken; whoever judges it refuses it by its size."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with all the room there is."""
        super().new_file(*args, **kwargs)
        self.room = settings.UPLOAD_MOST_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write what there is room for."""
        if self.room > 0:
            super().receive_data_chunk(raw_data[: self.room], start)
            self.room -= len(raw_data)
