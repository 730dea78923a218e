package org.sealdesk.crypt.verdict;

/**
 * A signature and how far its certificate is trusted here.
 *
 * @param trust UNVERIFIED if the certificate is not here
 */
public record JudgedSignature(SignatureOutcome outcome, TrustLevel trust) {}
