package org.sealdesk.harness.mail;

import org.jspecify.annotations.Nullable;

/** A hook gave no answer: it threw, took too long, or could not be called. */
public final class HookFailure extends Exception {

    private static final long serialVersionUID = 1;

    HookFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
