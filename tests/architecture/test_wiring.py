"""The container, the application and the ports fit together."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

import watchkeeper.logics
import watchkeeper.repositories
from tests.support.databases import SECRET
from watchkeeper.configs.application import create_application
from watchkeeper.configs.container import Container, logics_of
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation.http.api_route import ApiRoute

DSN = "postgresql://nobody@127.0.0.1:1/nothing"


def classes_below(package: Any) -> list[type]:
    """Return every class that the modules of `package` define."""
    found = []
    for module_info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(module_info.name)
        found += [kind for _, kind in inspect.getmembers(module, inspect.isclass) if kind.__module__ == module.__name__]
    return found


def is_port(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


@pytest.fixture
def container(settings: Settings) -> Container:
    """A container over no database: building things asks it for nothing."""
    return Container(settings=settings, secret=SECRET, dsn=DSN)


@pytest.fixture
def application(settings: Settings) -> FastAPI:
    return create_application(settings, secret=SECRET, dsn=DSN)


def test_every_logic_is_in_the_container_and_can_be_built(container: Container) -> None:
    built = set(logics_of(container))
    assert built == {kind for kind in classes_below(watchkeeper.logics) if kind.__name__.endswith("Logic")}


def test_everything_in_the_container_exists_once(container: Container) -> None:
    for name, provider in container.providers.items():
        assert provider() is provider(), name


def methods_of(port: type) -> dict[str, Callable[..., Any]]:
    return {
        name: method
        for kind in reversed(port.__mro__)
        if is_port(kind) and kind.__module__.startswith("watchkeeper")
        for name, method in vars(kind).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }


def bindings() -> Iterator[tuple[type, type]]:
    """Yield each port that something in the container asks for, with the class that it gets."""
    container = Container(settings=Settings(_env_file=None), secret=SECRET, dsn=DSN)
    made: Iterator[Any] = iter(container.providers.values())
    for provider in made:
        for name, given in getattr(provider, "kwargs", {}).items():
            hints = inspect.signature(provider.cls.__init__, eval_str=True).parameters
            annotation = hints[name].annotation if name in hints else None
            if inspect.isclass(annotation) and is_port(annotation):
                yield annotation, type(given())


BINDINGS = sorted(set(bindings()), key=lambda pair: (pair[0].__name__, pair[1].__name__))


@pytest.mark.parametrize(("port", "adapter"), BINDINGS, ids=lambda kind: kind.__name__)
def test_adapter_has_every_method_of_its_port_with_the_same_parameters(port: type, adapter: type) -> None:
    for name, promised in methods_of(port).items():
        kept = getattr(adapter, name, None)
        assert kept is not None, f"{adapter.__name__} lacks {name}"
        assert shape(kept) == shape(promised), name
        assert returns_awaitable(kept) == returns_awaitable(promised), name


def shape(method: Callable[..., Any]) -> list[tuple[str, Any, Any]]:
    return [(one.name, one.kind, one.default) for one in inspect.signature(method).parameters.values()]


def returns_awaitable(method: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(inspect.unwrap(method))


def test_every_port_is_asked_for() -> None:
    ports = {kind for kind in classes_below(watchkeeper.repositories) if is_port(kind)}
    asked = {port for port, _ in BINDINGS}
    inherited = {base for port in asked for base in port.__mro__}
    # in a list, as a part of the policy, as a part of the clients of other services, and by the tracer
    parts = {"HealthProbe", "PasswordBlocklist", "CacheStore", "TracedCall", "TracedRequest"}
    assert {port.__name__ for port in ports - asked - inherited} <= parts


def routes_of(application: FastAPI) -> list[APIRoute]:
    return [route for route in application.router.routes if isinstance(route, APIRoute)]


def calls_of(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    if dependant.call is not None:
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from calls_of(dependency)


def is_asynchronous(call: Callable[..., Any]) -> bool:
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(type(call).__call__)


def test_every_endpoint_and_dependency_is_asynchronous(application: FastAPI) -> None:
    """FastAPI runs synchronous ones in threads: 0.2 ms each, and at most forty at a time."""
    called = {call for route in routes_of(application) for call in calls_of(route.dependant)}
    assert len(called) > 30
    assert {repr(call) for call in called if not is_asynchronous(call)} == set()


def test_every_route_keeps_the_contract(application: FastAPI) -> None:
    assert {type(route) for route in application.router.routes} == {ApiRoute}


def test_operations_have_names_of_their_own_and_say_what_they_do(application: FastAPI) -> None:
    routes = [route for route in routes_of(application) if route.include_in_schema]
    names = [route.name for route in routes]
    assert len(names) == len(set(names))
    assert [route.path for route in routes if not route.description] == []
    addresses = [(route.path, method) for route in routes for method in route.methods or ()]
    assert len(addresses) == len(set(addresses))


def test_no_path_hides_another(application: FastAPI) -> None:
    seen: list[APIRoute] = []
    for route in routes_of(application):
        hiding = [
            earlier.path
            for earlier in seen
            if set(earlier.methods or ()) & set(route.methods or ())
            and earlier.path_regex.match(route.path)
            and earlier.path != route.path
        ]
        assert hiding == [], route.path
        seen.append(route)
