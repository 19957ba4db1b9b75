"""What a type checker must see of the public errors; checked by mypy and pyright, never run."""

from typing import assert_type

from supervise.errors import InvalidDateError, RegisterError, RulebookLoadError, SuperviseError


def caught(read: InvalidDateError | RulebookLoadError) -> None:
    match read:
        case InvalidDateError():
            assert_type(read.code, str)
        case RulebookLoadError():
            assert_type(read.problems, tuple[str, ...])


def an_error_is_of_the_library_and_of_a_builtin_kind(
    error: RegisterError,
) -> tuple[SuperviseError, ValueError]:
    return error, error
