package org.pytorch.alerting.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Begins a TLS handshake without a peer: reading the authorities' certificates and loading the
 * ciphers is what makes a process's first HTTPS request slow.
 */
final class TlsRehearsal {
  private TlsRehearsal() {}

  static void run() throws IOException, NoSuchAlgorithmException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    engine.wrap(
        ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    engine.closeOutbound();
    // Loads the HTTPS classes; only connect() would open a connection.
    URI.create("https://localhost/").toURL().openConnection();
  }
}
