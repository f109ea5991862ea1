"""Serves the stand-in until its input is closed: `python -m stand_in SCHEMA SOCKET…`.

Terraform finds a socket by TF_REATTACH_PROVIDERS, so that many calls share one; two calls at once want two, as each
configures the provider. Who started this process ends it.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from tf.gen import grpc_controller_pb2, grpc_controller_pb2_grpc, grpc_stdio_pb2_grpc
from tf.gen import tfplugin_pb2_grpc as rpc

from stand_in.provider import Provider


class Controller(grpc_controller_pb2_grpc.GRPCControllerServicer):  # type: ignore[misc]
    """Terraform says goodbye after every call; others are still to come."""

    def Shutdown(self, request: Any, context: Any) -> Any:
        return grpc_controller_pb2.Empty()


class Output(grpc_stdio_pb2_grpc.GRPCStdioServicer):  # type: ignore[misc]
    """What a plugin prints: nothing."""

    def StreamStdio(self, request: Any, context: Any) -> Iterator[Any]:
        return iter(())


def serve(provider: Provider, socket: Path) -> grpc.Server:
    """One of them."""
    unlimited = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
    server = grpc.server(futures.ThreadPoolExecutor(16), options=unlimited)
    rpc.add_ProviderServicer_to_server(provider, server)
    grpc_controller_pb2_grpc.add_GRPCControllerServicer_to_server(Controller(), server)
    grpc_stdio_pb2_grpc.add_GRPCStdioServicer_to_server(Output(), server)
    server.add_insecure_port(f"unix://{socket}")
    server.start()
    return server


def main() -> None:
    """Serves."""
    schema = json.loads(gzip.decompress(Path(sys.argv[1]).read_bytes()))
    servers = [serve(Provider(schema), Path(socket)) for socket in sys.argv[2:]]
    print("ready", flush=True)
    sys.stdin.read()
    for server in servers:
        server.stop(0)


main()
