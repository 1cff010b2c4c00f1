"""iam: policy variables

AWS: replaces a variable such as ${aws:username} in the resources and conditions of a statement by the value
of its context key, and a statement whose variable has no value does not match:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
MiniStack 1.5.33: compares the variable as text.
"""

import dataclasses
import re

from ministack.core import iam_evaluator

from .replace import replaces

VARIABLE = re.compile(r"\$\{([\w:/.-]+)(?:, *'([^']*)')?\}")


@replaces("core.iam_evaluator", "_first_match")
def first_match(original, request, statements, effect):
    filled = [statement if "${" not in str(statement) else _filled(statement, request) for statement in statements]
    return original(request, [statement for statement in filled if statement], effect)


def _filled(statement, request):
    missing = []

    def value(match):
        found = iam_evaluator._resolve_condition_key(match[1], request)
        if found is None or isinstance(found, list):
            if match[2] is None:
                missing.append(match[1])
            found = match[2] or ""
        return found

    def filled(tree):
        if isinstance(tree, str):
            return VARIABLE.sub(value, tree)
        if isinstance(tree, list):
            return [filled(one) for one in tree]
        return {key: filled(one) for key, one in tree.items()}

    parts = {name: filled(getattr(statement, name)) for name in ("resources", "not_resources", "conditions")}
    return None if missing else dataclasses.replace(statement, **parts)
