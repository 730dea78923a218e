package org.sealdesk.harness.mail;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** Makes RFC 5322 octets of a composition. No Bcc header is ever written. */
final class MailWriter {

    private MailWriter() {}

    /** @param subject with the ticket's tag */
    static byte[] octets(Composition mail, String subject, List<String> references, Instant now)
            throws BadFieldException, IOException {
        HeaderGuard.check("subject", subject);
        for (MailReader.Attachment attachment : mail.attachments()) {
            HeaderGuard.check("attachment", attachment.name());
        }
        try {
            Fixed message = new Fixed(newId(mail.from().address()));
            message.setFrom(mail.from().header());
            message.setRecipients(Message.RecipientType.TO, headers(mail.to()));
            message.setRecipients(Message.RecipientType.CC, headers(mail.cc()));
            message.setSubject(subject, "UTF-8");
            message.setSentDate(Date.from(now));
            if (!references.isEmpty()) {
                message.setHeader("In-Reply-To", references.get(references.size() - 1));
                message.setHeader("References", String.join("\r\n ", references));
            }
            body(message, mail);
            message.saveChanges();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out, new String[] {"Bcc"});
            return out.toByteArray();
        } catch (MessagingException e) {
            throw new IOException("the mail could not be built", e);
        }
    }

    private static void body(MimeMessage message, Composition mail) throws MessagingException, IOException {
        String text = (mail.text() + mail.quote().map(q -> "\n\n" + q).orElse(""))
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
        if (mail.attachments().isEmpty()) {
            message.setText(text, "UTF-8");
            return;
        }
        MimeBodyPart first = new MimeBodyPart();
        first.setText(text, "UTF-8");
        MimeMultipart all = new MimeMultipart(first);
        for (MailReader.Attachment attachment : mail.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(attachment.octets().toArray(), attachment.type())));
            part.setFileName(attachment.name());
            part.setDisposition(MimeBodyPart.ATTACHMENT);
            all.addBodyPart(part);
        }
        message.setContent(all);
    }

    private static InternetAddress[] headers(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(Mailbox::header).toArray(InternetAddress[]::new);
    }

    private static String newId(String from) {
        return "<" + UUID.randomUUID() + "@" + from.substring(from.lastIndexOf('@') + 1) + ">";
    }

    /** A message whose id we choose; by default it would hold the machine's name. */
    private static final class Fixed extends MimeMessage {

        private final String id;

        Fixed(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
