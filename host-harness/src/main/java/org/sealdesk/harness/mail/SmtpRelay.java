package org.sealdesk.harness.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Properties;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.api.mail.Recipient;

/** Sends by SMTP with the octets as they are. */
public final class SmtpRelay implements Relay {

    private final String host;
    private final int port;

    public SmtpRelay(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public void send(Envelope envelope, MailContent content) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.from", envelope.from().isEmpty() ? "<>" : envelope.from());
        properties.setProperty("mail.smtp.connectiontimeout", "10000");
        properties.setProperty("mail.smtp.timeout", "30000");
        properties.setProperty("mail.smtp.localhost", "harness.test");
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(host, port, null, null);
            transport.sendMessage(new Verbatim(session, content), recipients(envelope));
        } catch (MessagingException e) {
            throw new IOException("SMTP to " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static InternetAddress[] recipients(Envelope envelope) throws MessagingException {
        InternetAddress[] addresses = new InternetAddress[envelope.recipients().size()];
        for (int i = 0; i < addresses.length; i++) {
            Recipient recipient = envelope.recipients().get(i);
            addresses[i] = new InternetAddress(recipient.address(), true);
        }
        return addresses;
    }

    /** A signature is over octets, so the library must not write the mail anew. */
    private static final class Verbatim extends MimeMessage {

        private final MailContent octets;

        Verbatim(Session session, MailContent octets) {
            super(session);
            this.octets = octets;
        }

        @Override
        public void writeTo(OutputStream out, String[] ignoredHeaders) throws IOException {
            try (InputStream in = octets.open()) {
                in.transferTo(out);
            }
        }
    }
}
