package org.sealdesk.harness.mail;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.TooMuchDataException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Where customers' mail comes in. Answers 250 once the mail is in a ticket, 451 if it could not be stored; the verdict of
 * a hook never changes the answer.
 */
public final class SmtpDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpDoor.class);
    static final int MAX_MAIL_OCTETS = 50 * 1024 * 1024;

    private final SMTPServer server;

    public SmtpDoor(int port, Intake intake) {
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("harness.test")
                .softwareName("Sealdesk harness")
                .insertReceivedHeaders(false)
                .maxMessageSize(MAX_MAIL_OCTETS)
                .maxRecipients(100)
                .messageHandlerFactory(context -> new Session(intake))
                .build();
    }

    public void start() {
        server.start();
    }

    public int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Session implements MessageHandler {

        private final Intake intake;
        private String from = "";
        private final List<Recipient> recipients = new ArrayList<>();

        Session(Intake intake) {
            this.intake = intake;
        }

        @Override
        public void from(String address) {
            from = address == null ? "" : address;
        }

        @Override
        public void recipient(String address) {
            recipients.add(new Recipient(address, Recipient.Kind.TO));
        }

        @Override
        public String data(InputStream octets) throws RejectException, TooMuchDataException {
            try {
                String id = intake.receive(new Envelope(from, recipients), new Capped(octets));
                return "2.0.0 stored as " + id;
            } catch (TooMuchDataException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                LOG.error("a mail could not be stored", e);
                throw new RejectException(451, "4.3.0 the mail could not be stored, please try again");
            }
        }

        @Override
        public void done() {
            // Each session object serves one mail.
        }
    }

    /** The server's own limit is checked against what the sender announces only. */
    private static final class Capped extends java.io.FilterInputStream {

        private long left = MAX_MAIL_OCTETS;

        Capped(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            count(c < 0 ? 0 : 1);
            return c;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) throws IOException {
            left -= n;
            if (left < 0) {
                throw new TooMuchDataException("more than " + MAX_MAIL_OCTETS + " octets");
            }
        }
    }
}
