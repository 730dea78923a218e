package org.sealdesk.harness.web;

import java.util.Optional;
import org.sealdesk.api.mail.EncryptionState;
import org.sealdesk.api.mail.SecurityReport;
import org.sealdesk.api.mail.SignatureState;

/**
 * What the sender of a mail can be asked for, so that it can be read or checked. Nothing is asked of somebody whose mail
 * is signed by a stranger or with a withdrawn key: that is for the telephone.
 */
enum SenderRequest {
    /** We lack the key that signed. */
    KEY("ask.key"),
    /** The key that signed had expired. */
    NEW_KEY("ask.key.new"),
    /** It is encrypted for a key that we do not have. */
    OUR_KEY("ask.our.key"),
    /** It came damaged, or changed on the way. */
    AGAIN("ask.again");

    private final String key;

    SenderRequest(String key) {
        this.key = key;
    }

    /** Of the prepared text. */
    String key() {
        return key;
    }

    static Optional<SenderRequest> of(SecurityReport report) {
        EncryptionState encryption = report.encryption();
        if (encryption == EncryptionState.KEY_MISSING) {
            return Optional.of(OUR_KEY);
        }
        if (encryption == EncryptionState.DAMAGED) {
            return Optional.of(AGAIN);
        }
        return forSignature(report.signature());
    }

    private static Optional<SenderRequest> forSignature(SignatureState state) {
        return switch (state) {
            case KEY_MISSING -> Optional.of(KEY);
            case KEY_EXPIRED -> Optional.of(NEW_KEY);
            case CONTENT_CHANGED, MALFORMED -> Optional.of(AGAIN);
            case CONFIRMED,
                    VALID_UNVERIFIED_KEY,
                    SIGNER_MISMATCH,
                    KEY_REVOKED,
                    NOT_TRUSTED,
                    WEAK,
                    PARTIAL,
                    UNSUPPORTED,
                    NOT_CHECKED,
                    NONE -> Optional.empty();
        };
    }
}
