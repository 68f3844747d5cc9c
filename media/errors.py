"""The one refusal of this room: a sentence for the merchant, the technical truth for the log."""


class MediaError(Exception):
    """Say that a file cannot become a video here.

    `code` is stable and meant for translation and tests, `message` is for the person who
    uploaded the file, `detail` is for the log alone (it may quote the file and the machine).
    """

    def __init__(self, code: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.detail = detail
