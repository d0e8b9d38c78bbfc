package dev.holdfast.servers;

/**
 * What a proxy has done since it was started.
 *
 * @param accepted connections, also those whose target didn't answer
 * @param open of them, how many have a socket that isn't closed yet
 * @param refused of them, for how many the target didn't answer
 * @param bytesToServer read from clients
 * @param bytesToClient read from the server
 * @param frames in both directions; what is encrypted counts as none
 */
public record ProxyCounts(long accepted, int open, long refused, long bytesToServer, long bytesToClient, long frames) {}
