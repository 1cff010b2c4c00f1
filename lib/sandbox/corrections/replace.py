"""How a correction gets between MiniStack and its own functions."""

import functools
import importlib
import sys

from ministack.services.cloudformation import provisioners


def replaces(module_name, name):
    """Decorates a function that MiniStack shall call instead of one of its own, which becomes the first argument.

    Every module that has imported the function, and every table that has it, gets the new one.
    """
    module = importlib.import_module(f"ministack.{module_name}")
    original = getattr(module, name, None)
    if original is None:
        raise RuntimeError(f"expected {module_name}.{name} in MiniStack: its correction must be written anew")

    def decorate(correction):
        @functools.wraps(original)
        def corrected(*args, **kwargs):
            return correction(original, *args, **kwargs)

        for loaded in [one for key, one in sys.modules.items() if key.split(".")[0] == "ministack"]:
            for attribute, value in list(vars(loaded).items()):
                if value is original:
                    setattr(loaded, attribute, corrected)
                elif isinstance(value, dict):
                    for key in [key for key, entry in value.items() if entry is original]:
                        value[key] = corrected
        return correction

    return decorate


def provisions(resource_type, step="create"):
    """Decorates a step of CloudFormation for a type: `create` gets (original, logical_id, props, stack_name)."""
    handler = provisioners._RESOURCE_HANDLERS.get(resource_type)
    if handler is None:
        raise RuntimeError(f"expected MiniStack to provision {resource_type}: its correction must be written anew")

    def decorate(correction):
        handler[step] = functools.partial(correction, handler[step])
        return correction

    return decorate
