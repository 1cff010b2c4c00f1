"""Notes which properties of a template CloudFormation on MiniStack never looks at.

A claim about such a property would be true by chance. Each is one line of the log, with its stack:
`UNREAD OneStack AWS::SQS::Queue.Name`.
"""

from ministack.services.cloudformation import provisioners

_seen = set()


class Watched(dict):
    """Properties that remember which of them were read; to copy or list them is to read them all."""

    def __init__(self, properties):
        super().__init__(properties)
        self.read = set()

    def _all(self):
        self.read.update(dict.keys(self))

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.read.add(name)
        return super().get(name, default)

    def __contains__(self, name):
        self.read.add(name)
        return super().__contains__(name)

    def __iter__(self):
        self._all()
        return super().__iter__()

    def keys(self):
        self._all()
        return super().keys()

    def values(self):
        self._all()
        return super().values()

    def items(self):
        self._all()
        return super().items()


def watch() -> None:
    """Watches the creation of every resource."""
    for resource_type, handler in provisioners._RESOURCE_HANDLERS.items():
        if "create" in handler:
            handler["create"] = _watched(resource_type, handler["create"])


def _watched(resource_type, create):
    def watching(logical_id, props, stack_name):
        properties = Watched(props)
        created = create(logical_id, properties, stack_name)
        for name in sorted(dict.keys(properties) - properties.read):
            line = f"UNREAD {stack_name} {resource_type}.{name}"
            if line not in _seen:
                _seen.add(line)
                print(line, flush=True)
        return created

    return watching
