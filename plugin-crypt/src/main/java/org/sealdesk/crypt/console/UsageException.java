package org.sealdesk.crypt.console;

/** The arguments of a command make no sense; the message says which and what would. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
