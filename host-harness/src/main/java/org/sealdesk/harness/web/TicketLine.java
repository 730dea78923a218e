package org.sealdesk.harness.web;

import org.sealdesk.harness.ticket.Article;
import org.sealdesk.harness.ticket.Ticket;

/** A line of the inbox. */
public record TicketLine(Ticket ticket, Article last, Article first, Seal seal, int mails) {}
