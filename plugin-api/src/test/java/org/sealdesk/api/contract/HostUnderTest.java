package org.sealdesk.api.contract;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Problem;
import org.sealdesk.api.mail.Draft;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.SecurityReport;

/** A running host, as far as the contract needs it. Octets travel as ISO-8859-1 strings. */
public interface HostUnderTest extends AutoCloseable {

    /** A mail comes in; returns when its sender has the answer. */
    Answer receive(Envelope envelope, String octets) throws Exception;

    /** A mail that came in, as it stands now. */
    Delivered delivered(String mailId) throws Exception;

    /** Gives a mail to the incoming hooks again; returns when that is over. */
    void reprocess(String mailId) throws Exception;

    /** An agent's mail leaves, or does not; returns when the agent has the answer. */
    Sent send(Draft draft, String octets) throws Exception;

    /** Tries a deferred mail again, now. */
    Sent retry(String mailId) throws Exception;

    /** Everything that has been on the wire. */
    List<Wire> wire();

    /** GET of a page of the plugin's, relative to its mount. */
    Reply get(Role role, String path) throws Exception;

    /** POST to a page of the plugin's. */
    Reply post(Role role, String path, Map<String, String> fields, Token token) throws Exception;

    /** GET of the plugin's page for contacts, relative to its mount. */
    Reply getAsContact(Role role, String path) throws Exception;

    /** POST to the plugin's page for contacts. */
    Reply postAsContact(Role role, String path, Map<String, String> fields, Token token) throws Exception;

    /** Gives the password the last reply asked for. */
    Reply givePassword(Role role, Reply asked) throws Exception;

    @Override
    void close() throws IOException;

    /** Who asks. */
    enum Role {
        /** Holds every permission of {@link org.sealdesk.api.admin.Permissions}. */
        ADMIN,
        /** Holds none that writes. */
        AGENT,
        /** Dana, a contact with the id {@code dana} and the address dana@fox.test; nobody who works at the desk. */
        CONTACT,
        NOBODY
    }

    enum Token {
        RIGHT,
        MISSING
    }

    /** @param accepted what SMTP says 250 for */
    record Answer(boolean accepted, String mailId) {}

    /** @param shown what people read */
    record Delivered(String original, String shown, Optional<SecurityReport> report) {}

    record Sent(String mailId, Fate fate, List<Problem> problems) {
        public Sent {
            problems = List.copyOf(problems);
        }
    }

    enum Fate {
        SENT,
        NOT_SENT,
        DEFERRED
    }

    record Wire(List<String> recipients, String octets) {
        public Wire {
            recipients = List.copyOf(recipients);
        }
    }

    /** @param headers names in lower case */
    record Reply(int status, Map<String, String> headers, String body) {
        public Reply {
            headers = Map.copyOf(headers);
        }
    }
}
