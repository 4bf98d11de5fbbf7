"""What deploys the app: the files that it names are there, and it runs with few rights."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
UNIT = (ROOT / "deploy" / "concept-graph-explorer.service").read_text(encoding="utf-8")
MANIFESTS = {
    manifest["kind"]: manifest
    for manifest in yaml.safe_load_all(
        (ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")
    )
}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
USER = 10001


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE, flags=re.M)


def pod() -> dict:
    return MANIFESTS["Deployment"]["spec"]["template"]["spec"]


def app() -> dict:
    [container] = pod()["containers"]
    return container


def test_what_the_image_copies_is_there_and_not_ignored():
    copied = [
        source
        for copy in instructions("COPY")
        if not copy.startswith("--from")
        for source in copy.split()[:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored
    assert sorted(copied) == sorted(line[1:] for line in ignored if line.startswith("!"))
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_the_image_holds_all_that_the_app_imports_and_reads():
    packages = {"extract", "graph", "ui", "data", ".streamlit", "streamlit_app.py"}
    assert packages <= {source for copy in instructions("COPY") for source in copy.split()}


def test_the_base_of_the_image_is_pinned_to_a_version_that_the_project_supports():
    bases = {base.split()[0] for base in instructions("FROM")}
    assert len(bases) == 1
    version = re.fullmatch(r"python:3\.(\d+)\.\d+-slim-\w+", bases.pop())
    assert version
    assert int(version[1]) in {11, 12, 13}


def test_the_image_installs_by_hash_and_runs_without_rights():
    assert "--require-hashes" in DOCKERFILE
    assert instructions("USER") == [f"{USER}:{USER}"]
    assert DOCKERFILE.index("\nUSER ") < DOCKERFILE.index("\nCMD ")
    assert "/_stcore/health" in instructions("HEALTHCHECK")[0]


def test_the_pod_meets_the_restricted_standard():
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert pod()["securityContext"]["runAsUser"] == USER
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod()["automountServiceAccountToken"] is False
    assert app()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_the_pod_writes_where_the_image_lets_the_app_write():
    mounts = {mount["mountPath"]: mount["name"] for mount in app()["volumeMounts"]}
    assert set(mounts) == {"/data", "/tmp"}  # noqa: S108 - a path in the container
    assert {volume["name"] for volume in pod()["volumes"]} == set(mounts.values())
    assert all("sizeLimit" in volume["emptyDir"] for volume in pod()["volumes"])
    assert "XDG_DATA_HOME=/data" in DOCKERFILE


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_every_probe_asks_for_the_health_at_the_port_of_the_image(probe):
    port = {port["name"]: port["containerPort"] for port in app()["ports"]}
    asked = app()[probe]["httpGet"]
    assert asked["path"] == "/_stcore/health"
    assert str(port[asked["port"]]) in instructions("EXPOSE")


def test_every_manifest_means_the_same_pods():
    labels = MANIFESTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["Service"]["spec"]["selector"] == labels
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert MANIFESTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    assert MANIFESTS["NetworkPolicy"]["spec"]["egress"] == []


def test_a_drain_is_never_blocked():
    assert MANIFESTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1


def test_the_version_is_the_same_everywhere():
    assert f'image.version="{VERSION}"' in DOCKERFILE
    assert app()["image"].endswith(f":{VERSION}")


def test_a_server_asks_nobody_outside_for_its_address_and_tells_nobody_of_its_use():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"] == {"gatherUsageStats": False, "serverAddress": "localhost"}


def test_the_unit_runs_as_nobody_and_writes_to_its_own_folder():
    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT, flags=re.M))
    assert settings["DynamicUser"] == settings["NoNewPrivileges"] == "yes"
    assert settings["ProtectSystem"] == "strict"
    assert f"XDG_DATA_HOME=%S/{settings['StateDirectory']}" in UNIT
    assert "--server.address=127.0.0.1" in settings["ExecStart"]
