package org.sealdesk.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.sealdesk.harness.mail.Relay;
import org.sealdesk.harness.mail.SmtpRelay;

/** A wire between the host and the customers' SMTP server that keeps every octet the host sends. */
final class WireTap implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final IntSupplier server;

    /** @param server port of the real server, asked for with each connection */
    WireTap(IntSupplier server) throws IOException {
        this.server = server;
        threads.execute(this::accept);
    }

    Relay relay() {
        return new SmtpRelay("127.0.0.1", door.getLocalPort());
    }

    /** Everything that the host has sent so far: commands and mails, one octet a character. */
    synchronized String recorded() {
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private synchronized void record(byte[] buffer, int length) {
        octets.write(buffer, 0, length);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket host = door.accept();
                Socket customers = new Socket(InetAddress.getLoopbackAddress(), server.getAsInt());
                open.add(host);
                open.add(customers);
                threads.execute(() -> pump(host, customers, this::record));
                threads.execute(() -> pump(customers, host, (b, n) -> {}));
            } catch (IOException e) {
                // the door is closed, or a connection is gone: the host notices by itself
            }
        }
    }

    private interface Ear {
        void hear(byte[] buffer, int length);
    }

    private static void pump(Socket from, Socket to, Ear ear) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                ear.hear(buffer, n);
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // the other side has closed
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
