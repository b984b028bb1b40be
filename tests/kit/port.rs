//! Ports that stay with a test while what listens on them comes and goes.

use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpSocket;

/// A port on the loopback address. It is bound and never listened on, so that nobody else is
/// given it, while whoever is told of it can listen.
pub(crate) struct Port(TcpSocket);

impl Port {
    pub(crate) fn take() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        Self(socket)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}
