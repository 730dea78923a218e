package org.sealdesk.harness.customers;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An SMTP and IMAP server on loopback for everybody outside the desk. An unknown recipient gets a mailbox. */
public final class CustomerMailboxes implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final GreenMail server;

    public CustomerMailboxes(int imapPort) {
        ServerSetup smtp = new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
        ServerSetup imap = new ServerSetup(imapPort, LOOPBACK, ServerSetup.PROTOCOL_IMAP);
        for (ServerSetup setup : List.of(smtp, imap)) {
            setup.setServerStartupTimeout(10_000);
        }
        server = new GreenMail(new ServerSetup[] {smtp, imap});
    }

    public void start() {
        server.start();
    }

    /** @param login also the password */
    public void addMailbox(String address, String login) {
        server.setUser(address, login, login);
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    public int imapPort() {
        return server.getImap().getPort();
    }

    /** Addresses that have a mailbox, with the number of mails in it. */
    public Map<String, Integer> mailboxes() {
        Map<String, Integer> all = new TreeMap<>();
        for (GreenMailUser user : server.getUserManager().listUser()) {
            all.put(user.getEmail(), mails(user.getEmail()).size());
        }
        return all;
    }

    /** The mails in a mailbox, oldest first, as their octets; none for an unknown address. */
    public List<byte[]> mails(String address) {
        GreenMailUser user = server.getUserManager().getUserByEmail(address);
        if (user == null) {
            return List.of();
        }
        try {
            List<byte[]> mails = new ArrayList<>();
            for (StoredMessage message :
                    server.getManagers().getImapHostManager().getInbox(user).getMessages()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                message.getMimeMessage().writeTo(out);
                mails.add(out.toByteArray());
            }
            return mails;
        } catch (FolderException | MessagingException | IOException e) {
            throw new IllegalStateException("mailbox of " + address + " cannot be read", e);
        }
    }

    /** Forgets all mail. */
    public void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
