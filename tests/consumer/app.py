"""One endpoint: a record of an offender and a day come in, the review goes out.

What an offender's record says never comes back in an error: not from `supervise`, and not from the framework either,
which would repeat what it refused.
"""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from supervise import Rejected, load_rulebook, review
from supervise.dates import parse_iso_date
from supervise.errors import InvalidDateError
from supervise.register import Limits, read_line, review_data

BOOK = load_rulebook("england-wales@2026.1")  # once: threads share it
LIMITS = Limits(line=1 << 20)

app = FastAPI()


class UnreadableError(Exception):
    """The record is no offender; the message says what is wrong with it, and nothing that it says."""


async def body(request: Request) -> bytes:
    """Return the bytes of a request as they came: a decoder would take a key that stands twice for one."""
    return await request.body()


@app.post("/review")
def post_review(as_of: str, record: Annotated[bytes, Depends(body)]) -> dict[str, Any]:
    """Return the review of the record as of the end of a day; facts that could not be read are named in it."""
    # Not `as_of: date`: the framework would take 0 for the first of January 1970.
    day = parse_iso_date(as_of)
    offender = read_line(record, source="record", limits=LIMITS)
    if isinstance(offender, Rejected):
        raise UnreadableError(str(offender))
    found = review(offender, BOOK, as_of=day)
    notes = [str(note) for note in offender.notes]
    return {
        "as_of": as_of,
        "rulebook": found.rulebook,
        "sha256": BOOK.sha256,
        "review": review_data(found),
        "notes": notes,
    }


@app.exception_handler(InvalidDateError)
@app.exception_handler(UnreadableError)
def say_what_is_wrong(request: Request, error: Exception) -> JSONResponse:
    """Answer what cannot be reviewed with the reason."""
    return JSONResponse({"detail": str(error)}, status_code=422)


@app.exception_handler(RequestValidationError)
def say_where(request: Request, error: RequestValidationError) -> JSONResponse:
    """Answer a request of another shape with what is missing; the framework's own answer repeats its input."""
    places = ("/".join(map(str, each["loc"])) + f": {each['msg']}" for each in error.errors())
    return JSONResponse({"detail": "; ".join(places)}, status_code=422)
