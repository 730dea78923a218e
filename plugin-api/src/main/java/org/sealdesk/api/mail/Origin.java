package org.sealdesk.api.mail;

/** Who made an outgoing mail. */
public enum Origin {
    AGENT,
    AUTO_REPLY,
    NOTIFICATION,
    FORWARD,
    BOUNCE,
    SYSTEM
}
