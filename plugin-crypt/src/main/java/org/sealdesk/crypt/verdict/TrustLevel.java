package org.sealdesk.crypt.verdict;

/** How far we believe that a certificate belongs to the addresses it claims, from least to most. */
public enum TrustLevel {
    /** Somebody looked and said no. */
    REJECTED,
    /** Nobody looked. */
    UNVERIFIED,
    /** Came with mail or from its owner. */
    HARVESTED,
    /** Found where the owner of the domain publishes keys. */
    DISCOVERED,
    /** An issuer whom an administrator trusts vouches for it. */
    CHAINED,
    /** An administrator checked it. */
    CONFIRMED
}
