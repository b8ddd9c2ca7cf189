"""The container, the application and the ports fit together."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

import pytest
from pydantic import SecretStr

import watchkeeper.logics
import watchkeeper.repositories
from tests.support.databases import SECRET
from tests.support.each import for_each
from watchkeeper import controllers
from watchkeeper.configs.container import Container, background_tasks_of, close
from watchkeeper.configs.dispatcher import CONTROLLERS, controllers_of, documented_routes, routes_of
from watchkeeper.configs.settings import Settings
from watchkeeper.foundation import core, http
from watchkeeper.foundation.http.api_route import ApiRoute
from watchkeeper.foundation.http.router import RouteIndex
from watchkeeper.foundation.jobs.background_task import BackgroundTask

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


def test_every_logic_is_in_the_container_and_can_be_built(container: Container) -> None:
    built = {type(provider()) for name, provider in container.providers.items() if name.endswith("_logic")}
    logics = {kind for kind in classes_below(watchkeeper.logics) if kind.__name__.endswith("Logic")}
    assert built == {kind for kind in logics if not kind.__subclasses__()}


def test_every_controller_has_its_routes_in_the_service(container: Container) -> None:
    built = [type(controller) for controller in controllers_of(container)]
    assert set(built) == {kind for kind in classes_below(controllers) if kind.__name__.endswith("Controller")}
    assert built == list(CONTROLLERS)


def test_everything_in_the_container_exists_once(container: Container) -> None:
    for name, provider in container.providers.items():
        assert provider() is provider(), name


def test_every_background_task_of_the_container_is_started(settings: Settings) -> None:
    container = Container(settings=settings, secret=SECRET, dsn=DSN)
    built = [provider() for provider in container.providers.values()]
    defined = {task for task in built if isinstance(task, BackgroundTask)}
    always = set(background_tasks_of(container))
    assert always == defined - {container.replication_token_compaction(), container.runtime_metrics()}

    whole = settings.model_copy(
        update={"database_replica_url": SecretStr(DSN), "metrics": settings.metrics.model_copy(update={"port": 1})}
    )
    assert len(background_tasks_of(Container(settings=whole, secret=SECRET, dsn=DSN))) == len(defined)


@pytest.mark.parametrize(
    ("consumet", "token", "names", "probed"),
    [
        (None, None, ["tmdb", "anilist"], ["anilist"]),
        (None, "token", ["tmdb", "anilist"], ["tmdb", "anilist"]),
        ("http://consumet.test", "token", ["tmdb", "consumet"], ["tmdb", "consumet"]),
    ],
)
async def test_services_that_are_asked_are_all_told_by_health_and_closed(
    settings: Settings, consumet: str | None, token: str | None, names: list[str], probed: list[str]
) -> None:
    towards = {
        "tmdb": settings.tmdb.model_copy(update={"access_token": None if token is None else SecretStr(token)}),
        "consumet": settings.consumet.model_copy(update={"base_url": consumet}),
    }
    container = Container(settings=settings.model_copy(update=towards), secret=SECRET, dsn=DSN)
    assert [upstream.client.name for upstream in container.upstreams().values()] == names
    told = [component.name for component in await container.probes().check_all()]
    assert [name for name in told if name in names] == probed

    clients = [upstream.client for upstream in container.upstreams().values()]
    connections = [client._client() for client in clients]
    await close(container)
    assert [connection.is_closed for connection in connections] == [True, True]


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
            if get_origin(annotation) is Mapping:
                annotation = get_args(annotation)[1]
            if inspect.isclass(annotation) and is_port(annotation):
                found = given()
                yield from ((annotation, type(one)) for one in (found.values() if isinstance(found, dict) else [found]))


BINDINGS = sorted(set(bindings()), key=lambda pair: (pair[0].__name__, pair[1].__name__))


@for_each(("port", "adapter"), BINDINGS)
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
    # in a list, as a part of the policy, as a part of the clients of other services
    parts = {"HealthProbe", "PasswordBlocklist", "CacheStore"}
    assert {port.__name__ for port in ports - asked - inherited} <= parts


@pytest.fixture
def routes(container: Container) -> list[ApiRoute]:
    return routes_of(controllers_of(container))


def test_every_endpoint_is_asynchronous_and_belongs_to_a_controller(routes: list[ApiRoute]) -> None:
    endpoints = [route.endpoint for route in routes]
    assert all(inspect.iscoroutinefunction(endpoint) for endpoint in endpoints)
    assert {type(getattr(endpoint, "__self__", None)) for endpoint in endpoints} == set(CONTROLLERS)


def test_routes_without_logic_are_those_of_the_service(routes: list[ApiRoute]) -> None:
    def told(route: ApiRoute) -> tuple[object, ...]:
        return route.method, route.path, route.name, route.signature, route.rate_limit, route.cached_by

    assert list(map(told, documented_routes())) == list(map(told, routes))


def test_operations_have_names_of_their_own_and_say_what_they_do(routes: list[ApiRoute]) -> None:
    shown = [route for route in routes if route.include_in_schema]
    names = [route.name for route in shown]
    assert len(names) == len(set(names))
    assert [route.path for route in shown if not route.description] == []
    addresses = [(route.path, route.method) for route in shown]
    assert len(addresses) == len(set(addresses))


def test_no_path_hides_another(routes: list[ApiRoute]) -> None:
    table = RouteIndex(routes)
    for route in routes:
        match = table.find(route.method, route.path)
        assert match.route is route


def test_face_of_the_machinery_is_small() -> None:
    assert len(core.__all__) + len(http.__all__) <= 25
