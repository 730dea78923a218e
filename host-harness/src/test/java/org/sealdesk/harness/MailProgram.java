package org.sealdesk.harness;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What a customer's mail program does without any cryptography: fetch by IMAP, take apart. */
final class MailProgram {

    private MailProgram() {}

    /** The mails in the inbox, oldest first. The login is the password too. */
    static List<byte[]> inbox(int port, String login) throws MessagingException, IOException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "30000");
        List<byte[]> mails = new ArrayList<>();
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect("127.0.0.1", port, login, login);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                for (Message message : inbox.getMessages()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    message.writeTo(out);
                    mails.add(out.toByteArray());
                }
            }
        }
        return mails;
    }

    static MimeMessage read(byte[] octets) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    /** The octets of one part of a multipart, decoded. */
    static byte[] part(MimeMessage mail, int number) throws MessagingException, IOException {
        try (var in = ((MimeMultipart) mail.getContent()).getBodyPart(number).getInputStream()) {
            return in.readAllBytes();
        }
    }

    /** All text that a reader sees, from any depth. */
    static String text(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof MimeMultipart all) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < all.getCount(); i++) {
                text.append(text(all.getBodyPart(i)));
            }
            return text.toString();
        }
        return part.isMimeType("text/plain") ? String.valueOf(part.getContent()) : "";
    }
}
