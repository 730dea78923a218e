package org.sealdesk.api.contract;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.sealdesk.api.mail.Envelope;
import org.sealdesk.api.mail.Recipient;

/** What the contracts share: starting the host with extensions, and closing it. */
public abstract class HostContract {

    protected static final Envelope INCOMING =
            new Envelope("dana@fox.test", List.of(new Recipient("support@acme.test", Recipient.Kind.TO)));

    protected static final String MAIL = """
            From: Dana <dana@fox.test>
            To: support@acme.test
            Subject: hello
            Message-ID: <1@fox.test>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            one
            two \u00e4
            """.replace("\n", "\r\n");

    private final List<HostUnderTest> hosts = new ArrayList<>();

    /**
     * Starts a host whose plugin has these extensions. It repeats failed checks of incoming mail after a few
     * milliseconds. Its queue is {@code support} with support@acme.test, and it knows the contact
     * {@code dana}.
     */
    protected abstract HostUnderTest start(List<Object> extensions) throws Exception;

    protected final HostUnderTest host(Object... extensions) throws Exception {
        HostUnderTest host = start(List.of(extensions));
        hosts.add(host);
        return host;
    }

    @AfterEach
    final void closeHosts() throws Exception {
        for (HostUnderTest host : hosts) {
            host.close();
        }
    }
}
