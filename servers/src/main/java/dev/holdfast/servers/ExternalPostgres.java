package dev.holdfast.servers;

abstract non-sealed class ExternalPostgres extends AdministeredServer {}
