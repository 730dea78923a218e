package org.sealdesk.crypt.policy;

import java.time.Duration;

/**
 * How much of anything is looked at. Each limit answers a known way to keep a server busy with one small mail.
 *
 * @param mailOctets a longer mail is stored and not opened
 * @param mimeDepth parts within parts; parsers elsewhere are quadratic in it
 * @param mimeParts of one mail
 * @param headerFields of one entity
 * @param headerOctets of one entity
 * @param lineOctets of one header line
 * @param cryptoLayers within each other: triple wrapping and one more
 * @param compressionLayers within each other
 * @param inflatedOctets after decompression
 * @param inflationRatio output to input, after {@link #INFLATION_RATIO_FROM_OCTETS}
 * @param recipients in one ciphertext
 * @param hiddenRecipientTries own keys tried for a recipient without a name
 * @param signatures over one content
 * @param cmsCertificates in one CMS
 * @param chainLength certificates in one path
 * @param subjectAlternativeNames in one certificate
 * @param certificateOctets one OpenPGP certificate
 * @param userIds in one OpenPGP certificate
 * @param subkeys in one OpenPGP certificate
 * @param argon2MailKibibytes memory a mail may make us use
 * @param argon2ImportKibibytes memory an imported key may make us use
 * @param pbkdfIterations in PKCS#8, PKCS#12
 * @param rsaMinBits below: weak
 * @param rsaMaxBits above: refused, because one operation takes seconds
 * @param importItems keys and certificates in one upload
 * @param perMail wall time for one mail
 */
public record Limits(
        long mailOctets,
        int mimeDepth,
        int mimeParts,
        int headerFields,
        int headerOctets,
        int lineOctets,
        int cryptoLayers,
        int compressionLayers,
        long inflatedOctets,
        int inflationRatio,
        int recipients,
        int hiddenRecipientTries,
        int signatures,
        int cmsCertificates,
        int chainLength,
        int subjectAlternativeNames,
        int certificateOctets,
        int userIds,
        int subkeys,
        int argon2MailKibibytes,
        int argon2ImportKibibytes,
        int pbkdfIterations,
        int rsaMinBits,
        int rsaMaxBits,
        int importItems,
        Duration perMail) {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /** What fits into memory may be as regular as it likes, as logs and empty images are; the ratio counts beyond. */
    public static final long INFLATION_RATIO_FROM_OCTETS = 16L * MIB;

    public static final Limits DEFAULT = new Limits(
            64L * MIB,
            32,
            1_000,
            1_000,
            256 * KIB,
            64 * KIB,
            4,
            2,
            200L * MIB,
            200,
            200,
            5,
            10,
            20,
            10,
            500,
            MIB,
            100,
            100,
            64 * KIB,
            256 * KIB,
            2_000_000,
            2_048,
            8_192,
            100_000,
            Duration.ofSeconds(10));
}
