package org.sealdesk.api.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of a mail: immutable, and readable as often as one likes, from several threads. Content that a hook
 * returns stays readable until the plugin is stopped; a host reads it before that.
 */
public interface MailContent {

    /** Number of octets. */
    long size();

    /** A fresh stream over all octets, from the first. The caller closes it. */
    InputStream open() throws IOException;

    /** Content in memory; copies the array. */
    static MailContent of(byte[] octets) {
        byte[] copy = octets.clone();
        return new MailContent() {
            @Override
            public long size() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }

            @Override
            public String toString() {
                return "MailContent[" + copy.length + " octets]";
            }
        };
    }
}
