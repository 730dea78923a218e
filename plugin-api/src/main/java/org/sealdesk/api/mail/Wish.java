package org.sealdesk.api.mail;

/** What the sender of one mail asked for. */
public record Wish(Protection protection, Technology technology) {}
