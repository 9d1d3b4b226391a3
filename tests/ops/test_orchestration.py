"""The files for Compose, Kubernetes and systemd: what they name is there, and no more is allowed.

Whether they are well-formed, `make lint` asks their schemas.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final, cast

import pytest
import yaml

from bot.ops.pages import Pages
from bot.ops.vitals import Vitals
from bot.settings import Settings
from bot.settings_credentials import CREDENTIALS
from bot.settings_files import SECRETS
from tests.locks import ROOT
from tests.ops.dockerfile import stages

KNOWN: Final = {name.upper() for name in Settings.model_fields} | {CREDENTIALS}
NEEDED: Final = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SMSIT_API_KEY"}
COMPOSE: Final = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DEMO: Final = yaml.safe_load((ROOT / "compose.demo.yaml").read_text("utf-8"))["services"]["demo"]
KUBERNETES: Final = {
    each["kind"]: each for each in yaml.safe_load_all((ROOT / "ops" / "kubernetes.yaml").read_text("utf-8"))
}
UNIT: Final = ROOT / "ops" / "smsit-bot.service"
IMAGE: Final = stages()["bot"]
CLOSED: Final = {
    **dict.fromkeys(
        ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "PrivateUsers"), "yes"
    ),
    **dict.fromkeys(("RestrictNamespaces", "RestrictSUIDSGID", "MemoryDenyWriteExecute"), "yes"),
    "ProtectSystem": "strict",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}
ANALYZE: Final = shutil.which("systemd-analyze") or ""


def pod() -> dict[str, Any]:
    return cast("dict[str, Any]", KUBERNETES["Deployment"]["spec"]["template"]["spec"])


def container() -> dict[str, Any]:
    (only,) = pod()["containers"]
    return cast("dict[str, Any]", only)


class TestCompose:
    @pytest.mark.parametrize("service", [COMPOSE["services"]["bot"], DEMO], ids=["bot", "demo"])
    def test_the_bot_writes_to_no_file_system_and_has_no_rights(self, service: dict[str, Any]) -> None:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "user" not in service  # the image's own

    def test_its_secrets_are_files_that_the_bot_looks_for(self) -> None:
        bot = COMPOSE["services"]["bot"]
        named = {name.upper() for name in bot["secrets"]}

        assert named >= NEEDED | {"DATABASE_URL"}
        assert named <= set(SECRETS)
        assert bot["environment"][CREDENTIALS] == "/run/secrets"
        assert set(COMPOSE["secrets"]) == {*bot["secrets"], *COMPOSE["services"]["database"]["secrets"]}
        assert all(each["file"] == f"secrets/{name}" for name, each in COMPOSE["secrets"].items())

    def test_its_settings_are_settings_and_no_secret_is_among_them(self) -> None:
        given = set(COMPOSE["services"]["bot"]["environment"])
        assert given <= KNOWN - set(SECRETS)

    def test_the_database_is_waited_for_and_nobody_outside_reaches_it(self) -> None:
        bot, database = COMPOSE["services"]["bot"], COMPOSE["services"]["database"]

        assert bot["depends_on"] == {"database": {"condition": "service_healthy"}}
        assert database["networks"] == ["inward"]
        assert COMPOSE["networks"]["inward"] == {"internal": True}
        assert "ports" not in database

    def test_the_demo_is_open_to_this_machine_alone(self) -> None:
        assert DEMO["ports"] == ["127.0.0.1:8080:8080"]
        assert DEMO["build"]["target"] in stages()


class TestKubernetes:
    def test_two_processes_run_and_a_new_version_waits_for_the_old_one_to_end(self) -> None:
        deployment = KUBERNETES["Deployment"]["spec"]

        assert deployment["replicas"] == 2
        assert deployment["strategy"] == {"type": "Recreate"}
        assert pod()["terminationGracePeriodSeconds"] >= 30
        assert KUBERNETES["PodDisruptionBudget"]["spec"]["minAvailable"] == 1

    def test_each_probe_asks_a_page_there_is_and_readiness_never_restarts_it(self) -> None:
        pages = Pages(cast("Vitals", None))._pages
        ports = {each["name"]: str(each["containerPort"]) for each in container()["ports"]}
        probes = {
            name: container()[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")
        }

        assert {each["path"] for each in probes.values()} <= set(pages)
        assert probes["startup"]["path"] == probes["liveness"]["path"] == "/livez"
        assert probes["readiness"]["path"] == "/readyz"
        assert {ports[each["port"]] for each in probes.values()} == {IMAGE.environment["OPS_PORT"]}
        assert set(ports.values()) == set(IMAGE.ports)

    def test_it_is_the_images_user_with_no_rights_and_writes_where_the_image_does(self) -> None:
        whole, own = pod()["securityContext"], container()["securityContext"]
        volumes = {each["name"]: each for each in pod()["volumes"]}
        writable = {
            each["mountPath"] for each in container()["volumeMounts"] if "emptyDir" in volumes[each["name"]]
        }

        assert f"{whole['runAsUser']}:{whole['runAsGroup']}" == IMAGE.user
        assert whole["runAsNonRoot"] is True
        assert own["readOnlyRootFilesystem"] is True
        assert own["allowPrivilegeEscalation"] is False
        assert own["capabilities"] == {"drop": ["ALL"]}
        assert pod()["automountServiceAccountToken"] is False
        assert writable == {*IMAGE.volumes, "/tmp"}  # noqa: S108 - the container's

    def test_settings_are_settings_and_secrets_come_as_files(self) -> None:
        given = {each["name"]: each["value"] for each in container()["env"]} | KUBERNETES["ConfigMap"]["data"]
        mounted = {each["name"]: each["mountPath"] for each in container()["volumeMounts"]}

        assert set(given) <= KNOWN - set(SECRETS)
        assert given[CREDENTIALS] == mounted["secrets"]
        assert Path(given["POLICY_FILE"]).parent == Path(mounted["policy"])


class TestUnit:
    def test_its_credentials_are_secrets_the_bot_looks_for(self) -> None:
        named = re.findall(r"^LoadCredential=(\w+):(\S+)$", UNIT.read_text("utf-8"), re.MULTILINE)

        assert {name for name, _ in named} >= NEEDED
        assert {name for name, _ in named} <= set(SECRETS)
        assert all(Path(path).name == name for name, path in named)

    def test_it_is_closed_but_for_the_network_and_its_state(self, tmp_path: Path) -> None:
        said = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text("utf-8"), re.MULTILINE))

        assert {name: said.get(name) for name in CLOSED} == CLOSED
        assert said["User"] != "root"
        for asked in questions(tmp_path):
            done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - files of ours
            assert done.returncode == 0, done.stdout[-300:] + done.stderr
            assert "Unknown" not in done.stderr


def questions(folder: Path) -> list[list[str]]:
    """Return how systemd is asked whether it understands the unit and finds it closed; nothing without it."""
    if not ANALYZE:
        return []
    here = folder / UNIT.name
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    here.write_text(re.sub(r"^(User|Group)=.*", r"\1=root", text, flags=re.MULTILINE), "utf-8")
    security = [ANALYZE, "security", "--offline=yes", "--threshold=15", "--no-pager", str(UNIT)]
    return [[ANALYZE, "verify", str(here)], security]
