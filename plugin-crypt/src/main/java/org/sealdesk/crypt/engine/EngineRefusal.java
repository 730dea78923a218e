package org.sealdesk.crypt.engine;

/**
 * An engine will not or cannot sign or encrypt. Nothing usable was written.
 */
public final class EngineRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code such as {@code key.locked}, {@code store.locked}, {@code key.missing}, {@code key.expired}, {@code key.revoked},
     *     {@code key.usage}, {@code algorithm.refused}
     * @param message names the certificate, the rule and the values; no secret
     */
    public EngineRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    public EngineRefusal(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
